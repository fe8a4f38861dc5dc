package dev.millrace.alert;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Settings of a {@link WebhookSink}; immutable, made by {@link #to} and the {@code with…} methods.
 * Shows of the address no more than the host, since who knows a webhook's path may write to it.
 *
 * @param url {@code https}, or {@code http} on this machine
 * @param signing the key that requests are signed with
 * @param format what is sent; default {@link Format#JSON}
 * @param timeout for connecting, and again for the answer, from 1 ms to 5 min; default 10 s
 * @param retry how long it is tried
 */
public record WebhookOptions(
    URI url, Secret signing, Format format, Duration timeout, RetryOptions retry)
    implements Serializable {
  /** What is sent. */
  public enum Format {
    /** The message with all fields of its alerts. */
    JSON,
    /** {@code {"text": …}}, as Slack, Mattermost, Rocket.Chat and others take it. */
    SLACK
  }

  public WebhookOptions {
    Objects.requireNonNull(signing, "signing");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(retry, "retry");
    String host = url.getHost();
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean plain = scheme.equals("http") && host != null && Addresses.isLoopback(host);
    if (host == null || !(plain || scheme.equals("https")) || url.getRawUserInfo() != null) {
      throw new ConfigurationException(
          "a webhook is an https address, or an http one on this machine, without user and"
              + " password; got "
              + scheme
              + "://"
              + (host == null ? "?" : host));
    }
    if (timeout.compareTo(Duration.ofMillis(1)) < 0
        || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new ConfigurationException(
          "timeout of a webhook must be from 1 ms to 5 min, got " + timeout);
    }
  }

  /** Not signed, as JSON. */
  public static WebhookOptions to(URI url) {
    return new WebhookOptions(
        url, Secret.NONE, Format.JSON, Duration.ofSeconds(10), RetryOptions.defaults());
  }

  /**
   * Signs requests.
   *
   * @param key {@code whsec_} and the base64 of 24 to 64 random bytes
   */
  public WebhookOptions withSigning(Secret key) {
    return new WebhookOptions(url, key, format, timeout, retry);
  }

  public WebhookOptions withFormat(Format value) {
    return new WebhookOptions(url, signing, value, timeout, retry);
  }

  public WebhookOptions withTimeout(Duration value) {
    return new WebhookOptions(url, signing, format, value, retry);
  }

  public WebhookOptions withRetry(RetryOptions value) {
    return new WebhookOptions(url, signing, format, timeout, value);
  }

  @Override
  public String toString() {
    return "webhook at " + url.getScheme() + "://" + url.getHost();
  }
}
