package io.jobledger.connect.live;

/**
 * Holds what one cluster's workers answer.
 *
 * @param facts what they know now, in no dialect
 * @param text the API of 2019
 * @param json the current API
 */
public record ConnectLive(RuntimeFacts facts, TextApi text, JsonApi json) {}
