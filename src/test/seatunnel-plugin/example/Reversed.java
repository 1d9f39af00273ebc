package example;

import java.util.List;
import org.apache.seatunnel.api.table.type.BasicType;
import org.apache.seatunnel.api.table.type.SeaTunnelDataType;
import org.apache.seatunnel.transform.sql.zeta.ZetaUDF;

/** {@code REVERSED(text)}, a function for SQL transforms. */
public final class Reversed implements ZetaUDF {

    @Override
    public String functionName() {
        return "REVERSED";
    }

    @Override
    public SeaTunnelDataType<?> resultType(List<SeaTunnelDataType<?>> arguments) {
        return BasicType.STRING_TYPE;
    }

    @Override
    public Object evaluate(List<Object> arguments) {
        return new StringBuilder((String) arguments.get(0)).reverse().toString();
    }
}
