package dev.millrace.yaml;

import dev.millrace.yaml.document.WrongKeyException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where files lie: at a path, or at a place such as {@code s3a://bucket/path}. */
final class Places {
  private static final Pattern PLACE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  private Places() {}

  /**
   * The URI of a path or place; that of a path without a scheme, so that messages show it as it is.
   *
   * @throws WrongKeyException if it is no URI
   */
  static URI uri(String path) {
    if (PLACE.matcher(path).matches()) {
      try {
        return new URI(path);
      } catch (URISyntaxException e) {
        throw new WrongKeyException("path", "expected a path or a URI, got: " + e.getMessage());
      }
    }
    Path local = Path.of(path);
    try {
      URI uri = new URI(null, null, local.toString(), null);
      return local.toString().equals(uri.getPath()) ? uri : local.toUri();
    } catch (URISyntaxException e) {
      return local.toUri();
    }
  }

  /**
   * A path on this machine.
   *
   * @param key what needs one
   * @throws WrongKeyException if it is a place
   */
  static Path local(String path, String key) {
    if (PLACE.matcher(path).matches()) {
      throw new WrongKeyException(key, "needs a file on a disk of this machine, got " + path);
    }
    return Path.of(path);
  }
}
