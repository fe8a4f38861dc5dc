package dev.millrace.alert;

import dev.millrace.core.ConfigurationException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Settings of a {@link MailSink}; immutable, made by {@link #of} and the {@code with…} methods.
 *
 * @param host of the SMTP server
 * @param port from 1 to 65,535; default 587
 * @param security how the way there is kept secret; default {@link Security#STARTTLS}
 * @param user who we are; empty for a server that does not ask
 * @param password of the user
 * @param from the address of the sender
 * @param to the addresses of the receivers, at least one
 * @param timeout for connecting, for each answer and for each write, from 1 ms to 5 min; default 10
 *     s
 * @param retry how long it is tried
 */
public record MailOptions(
    String host,
    int port,
    Security security,
    String user,
    Secret password,
    String from,
    List<String> to,
    Duration timeout,
    RetryOptions retry)
    implements Serializable {
  /** How the way to the server is kept secret. The server's certificate has to fit its name. */
  public enum Security {
    /** Begins in the clear and turns to TLS, or fails; on port 587 as a rule. */
    STARTTLS,
    /** TLS from the beginning; on port 465 as a rule. */
    TLS,
    /** Not at all; with a login, on this machine only. */
    NONE
  }

  public MailOptions {
    Objects.requireNonNull(security, "security");
    Objects.requireNonNull(password, "password");
    Objects.requireNonNull(retry, "retry");
    to = List.copyOf(to);
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new ConfigurationException(
          "a mail server has a host and a port from 1 to 65535, got '" + host + "', " + port);
    }
    if (to.isEmpty()) {
      throw new ConfigurationException("a mail needs at least one receiver");
    }
    checkAddress(from);
    to.forEach(MailOptions::checkAddress);
    if (security == Security.NONE && !user.isEmpty() && !Addresses.isLoopback(host)) {
      throw new ConfigurationException(
          "a password is not sent to " + host + " in the clear; use Security.STARTTLS or TLS");
    }
    if (timeout.compareTo(Duration.ofMillis(1)) < 0
        || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new ConfigurationException(
          "timeout of a mail server must be from 1 ms to 5 min, got " + timeout);
    }
  }

  /** By STARTTLS to port 587, without a login. */
  public static MailOptions of(String host, String from, String... to) {
    return new MailOptions(
        host,
        587,
        Security.STARTTLS,
        "",
        Secret.NONE,
        from,
        List.of(to),
        Duration.ofSeconds(10),
        RetryOptions.defaults());
  }

  public MailOptions withPort(int value) {
    return new MailOptions(host, value, security, user, password, from, to, timeout, retry);
  }

  public MailOptions withSecurity(Security value) {
    return new MailOptions(host, port, value, user, password, from, to, timeout, retry);
  }

  /** Logs in. */
  public MailOptions withLogin(String newUser, Secret newPassword) {
    return new MailOptions(host, port, security, newUser, newPassword, from, to, timeout, retry);
  }

  public MailOptions withTimeout(Duration value) {
    return new MailOptions(host, port, security, user, password, from, to, value, retry);
  }

  public MailOptions withRetry(RetryOptions value) {
    return new MailOptions(host, port, security, user, password, from, to, timeout, value);
  }

  private static void checkAddress(String address) {
    try {
      InternetAddress parsed = new InternetAddress(address, true);
      parsed.validate();
    } catch (AddressException e) {
      throw new ConfigurationException(
          "'" + MessageText.line(address) + "' is not an address of mail", e);
    }
  }
}
