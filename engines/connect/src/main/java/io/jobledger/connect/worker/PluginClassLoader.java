package io.jobledger.connect.worker;

import java.net.URL;
import java.net.URLClassLoader;

/** Loads a plugin's classes from its own jars first, all but those of the API. */
final class PluginClassLoader extends URLClassLoader {
    private final String location;

    PluginClassLoader(String location, URL[] jars) {
        super(jars, PluginClassLoader.class.getClassLoader());
        this.location = location;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null && !shared(name)) {
                try {
                    loaded = findClass(name);
                } catch (ClassNotFoundException e) {
                    // The worker's own libraries may have it.
                }
            }
            return loaded == null ? super.loadClass(name, resolve) : loaded;
        }
    }

    private static boolean shared(String name) {
        return name.startsWith("java.")
                || name.startsWith("io.openmessaging.")
                || name.startsWith("org.slf4j.")
                || name.startsWith("org.apache.rocketmq.connect.runtime.");
    }

    @Override
    public String toString() {
        return "PluginClassLoader{pluginLocation=" + location + "}";
    }
}
