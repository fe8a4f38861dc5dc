package dev.millrace.jdbc;

import dev.millrace.core.ConfigurationException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may stand in a JDBC URL, and how it is shown. */
final class JdbcUrl {
  /** Options that make drivers load classes, run statements, or write files. */
  private static final String DANGEROUS =
      "socketFactory|sslfactory|sslhostnameverifier|sslpasswordcallback"
          + "|authenticationPluginClassName|xmlFactoryFactory|loggerFile"
          + "|init|enable_load_extension|session_init_sql_file|allow_unsigned_extensions"
          + "|autoDeserialize|queryInterceptors|statementInterceptors|allowLoadLocalInfile"
          + "|allowUrlInLocalInfile|propertiesTransform|detectCustomCollations";

  private static final Pattern DANGEROUS_NAME =
      Pattern.compile(DANGEROUS, Pattern.CASE_INSENSITIVE);
  private static final Pattern DANGEROUS_OPTION =
      Pattern.compile("[?&;]\\s*(" + DANGEROUS + ")\\s*=", Pattern.CASE_INSENSITIVE);
  private static final Pattern PASSWORD =
      Pattern.compile(
          "[?&;][^=&;?]*(password|pwd|secret|token)[^=&;?]*=|//[^/?;]*:[^/?;]*@",
          Pattern.CASE_INSENSITIVE);

  private JdbcUrl() {}

  static void check(String url, Map<String, String> properties) {
    if (!url.matches("jdbc:[A-Za-z0-9]+:.*")) {
      throw new ConfigurationException(
          "expected a URL such as jdbc:postgresql://host/database, got '" + plain(url) + "'");
    }
    String decoded = decoded(url);
    if (PASSWORD.matcher(decoded).find()) {
      throw new ConfigurationException(
          "the URL of "
              + plain(url)
              + " holds a password, which would show in messages; give it by"
              + " JdbcOptions.withLogin or withProperty");
    }
    Matcher option = DANGEROUS_OPTION.matcher(decoded);
    if (option.find()) {
      throw dangerous(option.group(1));
    }
    for (String name : properties.keySet()) {
      if (DANGEROUS_NAME.matcher(name).matches()) {
        throw dangerous(name);
      }
    }
  }

  private static ConfigurationException dangerous(String option) {
    return new ConfigurationException(
        "the option '"
            + option
            + "' can make the driver run code or write files that are none of Millrace's; leave it"
            + " out");
  }

  private static String decoded(String url) {
    try {
      return URLDecoder.decode(url, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return url;
    }
  }

  /** Without options and login. */
  static String plain(String url) {
    return url.replaceFirst("(?s)[?;].*", "").replaceFirst("//[^/]*@", "//");
  }

  /** Whether the URL or the properties turn on an option, which is false by default. */
  static boolean isOn(String option, String url, Map<String, String> properties) {
    return url.toLowerCase(Locale.ROOT)
            .matches("(?s).*[?&;]" + option.toLowerCase(Locale.ROOT) + "=true.*")
        || "true".equalsIgnoreCase(properties.get(option));
  }
}
