package example;

import org.apache.seatunnel.api.configuration.Option;
import org.apache.seatunnel.api.configuration.Options;
import org.apache.seatunnel.api.configuration.util.OptionRule;
import org.apache.seatunnel.api.table.connector.TableSink;
import org.apache.seatunnel.api.table.factory.TableSinkFactory;
import org.apache.seatunnel.api.table.factory.TableSinkFactoryContext;
import org.apache.seatunnel.api.table.type.SeaTunnelRow;

/** The connector {@code Lines}, which adds the first field of each row to a file. */
public final class LinesSinkFactory implements TableSinkFactory<SeaTunnelRow, Void, Void, Void> {

    static final String NAME = "Lines";

    private static final Option<String> FILE = Options.key("file").stringType().noDefaultValue();

    @Override
    public String factoryIdentifier() {
        return NAME;
    }

    @Override
    public OptionRule optionRule() {
        return OptionRule.builder().required(FILE).build();
    }

    @Override
    public TableSink<SeaTunnelRow, Void, Void, Void> createSink(TableSinkFactoryContext context) {
        String file = context.getOptions().get(FILE);
        return () -> new LinesSink(file);
    }
}
