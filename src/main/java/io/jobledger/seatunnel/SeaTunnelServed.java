package io.jobledger.seatunnel;

import io.micronaut.context.annotation.Requires;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What is there only in a service that has a SeaTunnel. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Requires(property = "jobledger.seatunnel.mode", pattern = "(?i)\\s*(embedded|remote)\\s*")
public @interface SeaTunnelServed {}
