/** What every API shares at the HTTP boundary: errors in the API's own shape, JSON, and request lines as clients really send them. */
package io.jobledger.http;
