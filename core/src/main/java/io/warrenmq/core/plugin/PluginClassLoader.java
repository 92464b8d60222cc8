package io.warrenmq.core.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;

/**
 * The class loader of one jar of the plugins folder. It sees the jar, the JDK, and of the broker
 * only what plugins-api is made of, so that a plugin can bring its own version of any other library
 * and cannot come to depend on the broker's insides. Thread-safe.
 */
final class PluginClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  PluginClassLoader(Path jar, ClassLoader broker) throws MalformedURLException {
    super(jar.getFileName().toString(), new URL[] {jar.toUri().toURL()}, new ApiOnly(broker));
  }

  /** Lets through what plugins-api and its dependencies are made of. */
  private static final class ApiOnly extends ClassLoader {
    private static final String[] PACKAGES = {
      "io.warrenmq.api.", "io.vertx.core.", "io.netty.", "org.slf4j.", "org.jspecify."
    };

    static {
      registerAsParallelCapable();
    }

    private final ClassLoader broker;

    ApiOnly(ClassLoader broker) {
      super("plugins-api", ClassLoader.getPlatformClassLoader());
      this.broker = broker;
    }

    // Called when the platform's loader, the parent, does not have it.
    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      for (String prefix : PACKAGES) {
        if (name.startsWith(prefix)) {
          return broker.loadClass(name);
        }
      }
      throw new ClassNotFoundException(name + " (plugins see plugins-api only)");
    }

    // The broker's own service files name classes that are not to be seen from here.
    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
      return Collections.emptyEnumeration();
    }
  }
}
