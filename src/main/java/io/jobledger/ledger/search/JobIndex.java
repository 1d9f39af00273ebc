package io.jobledger.ledger.search;

/** Names an index by which to read the rows of {@code jobs}. */
public enum JobIndex {
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

    public final String index;

    JobIndex(String index) {
        this.index = index;
    }

    static JobIndex of(JobOrder order) {
        return switch (order) {
            case START -> START;
            case END -> END;
            case DURATION -> DURATION;
            case NAME -> NAME;
        };
    }
}
