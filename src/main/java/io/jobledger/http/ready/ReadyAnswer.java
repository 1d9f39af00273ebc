package io.jobledger.http.ready;

/**
 * Holds the bytes of an answer: 200, JSON, for pages of any origin.
 *
 * @param route the template of the answered path, as metrics name it
 * @param body shared without a copy, so no caller may change it
 */
public record ReadyAnswer(String route, byte[] body) {}
