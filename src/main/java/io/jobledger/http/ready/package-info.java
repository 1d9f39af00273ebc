/** Answers given before the server routes a request. No filter sees these requests. */
package io.jobledger.http.ready;
