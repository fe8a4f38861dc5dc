package dev.millrace.notebooks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Finds the data that comes with the example pipelines as a file. */
public final class ShippedData {
  private ShippedData() {}

  /**
   * The path of a file in {@code data}. From inside a jar it is copied to the directory for
   * temporary files, once, under a name that its content decides.
   */
  public static Path file(String name) throws IOException {
    URL resource = ShippedData.class.getResource("data/" + name);
    if (resource == null) {
      throw new IOException("no data named '" + name + "' comes with the pipelines");
    }
    if (resource.getProtocol().equals("file")) {
      return Path.of(uri(resource));
    }
    byte[] content;
    try (InputStream in = resource.openStream()) {
      content = in.readAllBytes();
    }
    Path directory =
        Path.of(System.getProperty("java.io.tmpdir"), "millrace-data-" + digest(content));
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
      Files.createDirectories(directory);
      Path copy = Files.createTempFile(directory, name, ".tmp");
      Files.write(copy, content);
      Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private static URI uri(URL url) throws IOException {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IOException("cannot read " + url, e);
    }
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
