/** The two dialects that workers speak, as functions on documents: no call is made here. */
package io.jobledger.connect.dialect;
