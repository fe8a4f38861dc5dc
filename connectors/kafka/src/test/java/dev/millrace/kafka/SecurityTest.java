package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.sink.Delivery;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest {
  private static final String CANARY = "S3CRET-CANARY";
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\""
          + CANARY
          + "\"";

  private static final KafkaOptions OPTIONS = KafkaOptions.of("localhost:9092");

  private static String refused(Runnable making) {
    ConfigurationException e = assertThrows(ConfigurationException.class, making::run);
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    assertFalse(text.toString().contains(CANARY), text.toString());
    return e.getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.sun.security.auth.module.JndiLoginModule required user.provider.url=\"ldap://x/y\";",
        "com.sun.security.auth.module.LdapLoginModule required;",
        "com.sun.security.auth.module.KeyStoreLoginModule required;",
        "  org.example.JndiLoginModule required;"
      })
  void shouldRefuseLoginModulesThatRunForeignCode(String login) {
    for (String key : new String[] {"sasl.jaas.config", "listener.name.x.plain.sasl.jaas.config"}) {
      String message = refused(() -> OPTIONS.withProperty(key, login));
      assertTrue(message.contains("LoginModule, which can be made to run foreign code"), message);
    }
  }

  @Test
  void shouldTakeOrdinaryLoginModules() {
    OPTIONS.withProperty("sasl.jaas.config", PLAIN + ";");
    OPTIONS.withProperty(
        "sasl.jaas.config", "com.sun.security.auth.module.Krb5LoginModule required;");
  }

  @Test
  void shouldNotShowSecrets() {
    KafkaOptions options =
        OPTIONS
            .withProperty("sasl.jaas.config", PLAIN + ";")
            .withProperty("ssl.keystore.password", CANARY)
            .withProperty("my.token", CANARY)
            .withProperty("client.rack", "r1");
    assertFalse(options.toString().contains(CANARY));
    assertTrue(options.toString().contains("client.rack=r1"), options.toString());
    KafkaSource<String> source =
        KafkaSource.values(options, KafkaTopics.named("t"), KafkaFormat.text());
    assertEquals("Kafka topics t at localhost:9092", source.toString());
  }

  @Test
  void shouldNotShowSecretsOfClientsThatCannotBeMade() {
    KafkaOptions sasl =
        OPTIONS
            .withProperty("security.protocol", "SASL_PLAINTEXT")
            .withProperty("sasl.mechanism", "PLAIN");
    refused(() -> Clients.consumer(sasl.withProperty("sasl.jaas.config", PLAIN), ""));
    refused(() -> Clients.producer(sasl.withProperty("sasl.jaas.config", CANARY), "t"));
    refused(
        () ->
            Clients.consumer(
                OPTIONS
                    .withProperty("security.protocol", "SSL")
                    .withProperty("ssl.truststore.location", "/nowhere/" + CANARY)
                    .withProperty("ssl.truststore.password", CANARY),
                ""));
  }

  @Test
  void shouldRefuseWhatDeliveryDependsOn() {
    assertEquals(
        "the property 'isolation.level' is set by Millrace; leave it out",
        refused(() -> OPTIONS.withProperty("isolation.level", "read_uncommitted")));
    refused(() -> OPTIONS.withProperty("transactional.id", "mine"));
  }

  @Test
  void shouldCheckOptions() {
    refused(() -> KafkaOptions.of("localhost"));
    refused(() -> KafkaOptions.of("localhost:9092,"));
    refused(() -> OPTIONS.withGroup(" "));
    refused(() -> OPTIONS.withDiscovery(Duration.ZERO));
    refused(() -> OPTIONS.withPatience(Duration.ofMillis(999)));
    refused(() -> OPTIONS.withPatience(Duration.ofMinutes(11)));
    refused(() -> OPTIONS.withDelivery(Delivery.AT_MOST_ONCE));
    refused(() -> KafkaTopics.named());
    refused(() -> KafkaTopics.named("a b"));
    refused(() -> KafkaTopics.matching("("));
  }
}
