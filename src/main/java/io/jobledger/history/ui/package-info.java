/** The page at {@code /history/ui/}; its files are resources in {@code history-ui}. */
package io.jobledger.history.ui;
