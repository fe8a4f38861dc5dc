package dev.millrace.yaml;

import dev.millrace.alert.LogSink;
import dev.millrace.alert.MailOptions;
import dev.millrace.alert.MailSink;
import dev.millrace.alert.Secret;
import dev.millrace.alert.WebhookOptions;
import dev.millrace.alert.WebhookSink;
import dev.millrace.core.alert.AlertMessage;
import dev.millrace.core.sink.Sink;
import dev.millrace.yaml.document.EnvironmentSecret;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** Who is told of alerts. */
sealed interface ChannelSpec {
  Sink<AlertMessage> open();

  @Kind("A line in the log for each alert.")
  record Log() implements ChannelSpec {
    @Override
    public Sink<AlertMessage> open() {
      return LogSink.create();
    }
  }

  @Kind("A POST to a web address.")
  record Webhook(
      @Key("The address: https, or http on this machine; ${env:HOOK} where it is secret.")
          String url,
      @Key(value = "JSON with all fields, or what Slack and its like take.", byDefault = "json")
          WebhookOptions.Format format,
      @Key("The key that requests are signed with, such as ${env:HOOK_KEY}.")
          Optional<EnvironmentSecret> signing)
      implements ChannelSpec {
    @Override
    public Sink<AlertMessage> open() {
      URI address;
      try {
        address = new URI(url);
      } catch (URISyntaxException e) {
        // The address may be a secret: neither it nor the cause, which shows it, is told.
        throw new IllegalArgumentException("url: expected an https address");
      }
      WebhookOptions options = WebhookOptions.to(address).withFormat(format);
      return WebhookSink.of(
          signing.isPresent() ? options.withSigning(secret(signing.get())) : options);
    }
  }

  @Kind("A mail by SMTP.")
  record Mail(
      @Key("The server.") String host,
      @Key(value = "Its port.", byDefault = "587", min = 1, max = 65_535) int port,
      @Key(value = "How the way there is kept secret.", byDefault = "starttls")
          MailOptions.Security security,
      @Key("Who logs in; default: nobody.") Optional<String> user,
      @Key("The password, such as ${env:SMTP_PASSWORD}.") Optional<EnvironmentSecret> password,
      @Key("The address of the sender.") String from,
      @Key(value = "The addresses of the receivers.", required = true) List<String> to)
      implements ChannelSpec {
    public Mail {
      if (user.isPresent() != password.isPresent()) {
        throw new IllegalArgumentException("expected both user and password, or neither");
      }
    }

    @Override
    public Sink<AlertMessage> open() {
      MailOptions options =
          MailOptions.of(host, from, to.toArray(String[]::new))
              .withPort(port)
              .withSecurity(security);
      return MailSink.of(
          user.isPresent()
              ? options.withLogin(user.get(), secret(password.orElseThrow()))
              : options);
    }
  }

  private static Secret secret(EnvironmentSecret of) {
    return Secret.fromEnvironment(of.variable());
  }
}
