package io.jobledger.http.ready;

/**
 * An answer that is nothing but bytes: 200, JSON, for pages of any origin.
 *
 * @param route the template of the path it answers, as metrics name it
 * @param body not copied: nobody may change it
 */
public record ReadyAnswer(String route, byte[] body) {}
