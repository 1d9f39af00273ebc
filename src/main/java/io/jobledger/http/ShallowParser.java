package io.jobledger.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/**
 * Reads tokens, and shows a mark in place of objects and arrays below a depth. A tree is read by recursion, so its depth
 * must be bounded: a thread's stack would overflow. The skipped parts are checked like all others.
 */
final class ShallowParser extends JsonParserDelegate {
    /** The greatest depth of a tree: the limit that Jackson has by default. */
    static final int DEEPEST = 1000;

    /** The mark, a string. */
    static final String MARK = "[jobledger cut this: it lies more than " + DEEPEST + " levels deep]";

    private int depth;
    private boolean cut;

    ShallowParser(JsonParser parser) {
        super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
        cut = false;
        JsonToken token = delegate.nextToken();
        if (token == null) {
            return null;
        }
        if (token.isStructEnd()) {
            depth--;
        } else if (token.isStructStart() && ++depth > DEEPEST) {
            delegate.skipChildren();
            depth--;
            cut = true;
        }
        return currentToken();
    }

    @Override
    public JsonToken currentToken() {
        return cut ? JsonToken.VALUE_STRING : delegate.currentToken();
    }

    @Override
    public String getText() throws IOException {
        return cut ? MARK : delegate.getText();
    }
}
