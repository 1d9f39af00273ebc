/** HTTP code that all APIs share: errors in an API's shape, JSON, and request lines as clients really send them. */
package io.jobledger.http;
