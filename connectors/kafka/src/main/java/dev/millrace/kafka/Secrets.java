package dev.millrace.kafka;

import dev.millrace.core.ConfigurationException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps what is secret among client properties out of texts, and dangerous logins out of both. */
final class Secrets {
  private static final String MASK = "***";
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|secret|token|credential|jaas|key).*");

  /** Texts in quotes, where a login configuration has its passwords. */
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"|'([^']+)'");

  /** The JDK's login modules that look things up elsewhere; CVE-2023-25194 and its kin. */
  private static final Pattern DANGEROUS =
      Pattern.compile(
          "(?i)JndiLoginModule|LdapLoginModule"
              + "|com\\.sun\\.security\\.auth\\.module\\.(?!Krb5LoginModule)\\w+");

  private Secrets() {}

  static void checkLogin(Map<String, String> properties) {
    properties.forEach(
        (key, value) -> {
          Matcher dangerous = DANGEROUS.matcher(value);
          if (key.endsWith("sasl.jaas.config") && dangerous.find()) {
            throw new ConfigurationException(
                "'"
                    + key
                    + "' names the login module "
                    + dangerous.group()
                    + ", which can be made to run foreign code; use one of Kafka's own, such as"
                    + " org.apache.kafka.common.security.scram.ScramLoginModule");
          }
        });
  }

  static Map<String, String> masked(Map<String, String> properties) {
    Map<String, String> masked = new TreeMap<>(properties);
    masked.replaceAll((key, value) -> isSecret(key) ? MASK : value);
    return masked;
  }

  /** The text without any secret of the properties. */
  static String mask(String text, Map<String, String> properties) {
    String masked = text;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      if (isSecret(property.getKey()) && !property.getValue().isEmpty()) {
        masked = masked.replace(property.getValue(), MASK);
        Matcher quoted = QUOTED.matcher(property.getValue());
        while (quoted.find()) {
          masked =
              masked.replace(quoted.group(1) != null ? quoted.group(1) : quoted.group(2), MASK);
        }
      }
    }
    return masked;
  }

  private static boolean isSecret(String key) {
    return SECRET.matcher(key).matches();
  }
}
