package io.jobledger.ledger.query;

/** A way to the rows of {@code jobs}: by which index. */
enum Access {
    START("jobs_start_ix"),
    END("jobs_end_ix"),
    DURATION("jobs_duration_ix"),
    NAME("jobs_name_ix"),
    /** By start, of one state. */
    STATE("jobs_state_ix"),
    /** By start, of one cluster. */
    CLUSTER("jobs_list_ix"),
    /** The runs of some exceptions. */
    EXCEPTION("");

    final String index;

    Access(String index) {
        this.index = index;
    }

    static Access of(JobOrder order) {
        return switch (order) {
            case START -> START;
            case END -> END;
            case DURATION -> DURATION;
            case NAME -> NAME;
        };
    }
}
