package io.jobledger.ledger;

import jakarta.inject.Singleton;

/** Leases where there is one service only. */
@Singleton
final class SoleLeases implements Leases {
    @Override
    public boolean hold(String name) {
        return true;
    }

    @Override
    public void release(String name) {}
}
