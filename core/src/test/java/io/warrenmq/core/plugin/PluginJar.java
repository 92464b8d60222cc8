package io.warrenmq.core.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles a class and puts it into a jar with its service file. */
final class PluginJar {
  private PluginJar() {}

  static Path write(Path folder, String jarName, Class<?> point, String className, String source)
      throws IOException {
    Path work = Files.createTempDirectory(folder.getParent(), "compile");
    Path file = Files.writeString(work.resolve(className + ".java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int result =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            file.toString());
    if (result != 0) {
      throw new IllegalArgumentException("The test's plugin does not compile");
    }
    Path jar = folder.resolve(jarName);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      String name = className + ".class";
      entries.putNextEntry(new JarEntry(name));
      Files.copy(work.resolve(name), entries);
      entries.putNextEntry(new JarEntry("META-INF/services/" + point.getName()));
      entries.write(className.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }
}
