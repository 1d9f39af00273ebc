package io.jobledger.flink.embedded;

import java.util.List;
import java.util.stream.Stream;

/**
 * Lists the JDK packages that a Flink distribution opens ({@code env.java.opts.all} in its {@code config.yaml}).
 * Without {@code java.util} no jar runs; a job's serializers may need any of the others.
 */
final class JvmModules {

    static final List<String> OPTIONS = Stream.concat(
                    Stream.of(
                                    "java.base/sun.net.util",
                                    "java.rmi/sun.rmi.registry",
                                    "jdk.compiler/com.sun.tools.javac.api",
                                    "jdk.compiler/com.sun.tools.javac.file",
                                    "jdk.compiler/com.sun.tools.javac.parser",
                                    "jdk.compiler/com.sun.tools.javac.tree",
                                    "jdk.compiler/com.sun.tools.javac.util",
                                    "java.security.jgss/sun.security.krb5")
                            .map(module -> "--add-exports=" + module + "=ALL-UNNAMED"),
                    Stream.of(
                                    "java.lang",
                                    "java.net",
                                    "java.io",
                                    "java.nio",
                                    "sun.nio.ch",
                                    "java.lang.reflect",
                                    "java.text",
                                    "java.time",
                                    "java.util",
                                    "java.util.concurrent",
                                    "java.util.concurrent.atomic",
                                    "java.util.concurrent.locks")
                            .map(opened -> "--add-opens=java.base/" + opened + "=ALL-UNNAMED"))
            .toList();

    private JvmModules() {}
}
