package dev.millrace.alert;

import dev.millrace.core.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as Standard Webhooks 1.0 says: HMAC-SHA256 over id, time and body. */
final class Signature {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private Signature(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  static Signature of(Secret secret) {
    String text = secret.resolve();
    byte[] key = {};
    if (text.startsWith(PREFIX)) {
      try {
        key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      } catch (IllegalArgumentException e) {
        key = new byte[0];
      }
    }
    if (key.length < 24 || key.length > 64) {
      throw new ConfigurationException(
          "a webhook is signed with "
              + PREFIX
              + " and the base64 of 24 to 64 random bytes, which "
              + secret
              + " does not hold; make one with: echo "
              + PREFIX
              + "$(openssl rand -base64 32)");
    }
    return new Signature(key);
  }

  /** The value of the header {@code webhook-signature}. */
  String sign(String id, long epochSeconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((id + "." + epochSeconds + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
