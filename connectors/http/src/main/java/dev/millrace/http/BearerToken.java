package dev.millrace.http;

import dev.millrace.core.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * The secret that a client must send as {@code Authorization: Bearer …}. Only its SHA-256 digest is
 * kept: neither {@link #toString} nor a heap dump shows it. Immutable.
 */
public final class BearerToken {
  /** RFC 6750, {@code b64token}. */
  private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final int SHORTEST = 8;

  private final byte[] digest;

  private BearerToken(byte[] digest) {
    this.digest = digest;
  }

  /**
   * @param secret at least 8 letters, digits and {@code - . _ ~ + /}, with {@code =} at the end
   *     only
   * @throws ConfigurationException if it is not
   */
  public static BearerToken of(String secret) {
    return checked(secret, "the bearer token");
  }

  /**
   * Reads the token from a file; blanks and line ends around it do not belong to it.
   *
   * @throws ConfigurationException if the file cannot be read or holds no token
   */
  public static BearerToken fromFile(Path file) {
    try {
      return checked(Files.readString(file).strip(), "the bearer token in " + file);
    } catch (IOException e) {
      throw new ConfigurationException("cannot read the bearer token from " + file + ": " + e, e);
    }
  }

  /**
   * Reads the token from an environment variable.
   *
   * @throws ConfigurationException if the variable is not set or holds no token
   */
  public static BearerToken fromEnvironment(String variable) {
    String secret = System.getenv(variable);
    if (secret == null) {
      throw new ConfigurationException("environment variable " + variable + " is not set");
    }
    return checked(secret.strip(), "the bearer token in environment variable " + variable);
  }

  /** Whether this is the secret; takes the same time wherever the two differ. */
  boolean matches(String candidate) {
    return MessageDigest.isEqual(digest, sha256(candidate));
  }

  private static BearerToken checked(String secret, String what) {
    if (secret.length() < SHORTEST || !SYNTAX.matcher(secret).matches()) {
      throw new ConfigurationException(
          what
              + " must be at least "
              + SHORTEST
              + " letters, digits and - . _ ~ + /, got "
              + secret.length()
              + " characters; make one by: openssl rand -hex 32");
    }
    return new BearerToken(sha256(secret));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "BearerToken[hidden]";
  }
}
