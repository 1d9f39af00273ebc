/**
 * Questions about everything recorded, over all engines and clusters, answered page by page.
 *
 * <p>A page is found by what stands at its edge, not by counting: page 1,000 costs what page 1 does, and what is recorded
 * meanwhile neither repeats nor hides anything.
 */
package io.jobledger.ledger.query;
