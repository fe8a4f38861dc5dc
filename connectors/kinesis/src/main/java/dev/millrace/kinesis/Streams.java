package dev.millrace.kinesis;

import dev.millrace.core.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

/** Names of streams, and the clients to reach them. */
final class Streams {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  /** Idle clients hold no threads; a process has few of them, for as long as it lives. */
  private static final Map<Place, KinesisClient> CLIENTS = new ConcurrentHashMap<>();

  private Streams() {}

  private record Place(String region, String endpoint) {}

  static String checkName(String stream) {
    if (!stream.matches("[a-zA-Z0-9_.-]{1,128}")) {
      throw new ConfigurationException(
          "stream must be a name of 1 to 128 letters, digits, '_', '.' and '-', got '"
              + stream
              + "'");
    }
    return stream;
  }

  /** The process's client; it tries nothing twice, since waits are the caller's business. */
  static KinesisClient client(KinesisOptions options) {
    Place place = new Place(options.region(), options.endpointText());
    return CLIENTS.computeIfAbsent(place, some -> client(place, options.endpoint().orElse(null)));
  }

  private static KinesisClient client(Place place, URI endpoint) {
    KinesisClientBuilder builder =
        KinesisClient.builder()
            .region(Region.of(place.region()))
            .credentialsProvider(DefaultCredentialsProvider.builder().build())
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_TIMEOUT)
                    .socketTimeout(ANSWER_TIMEOUT))
            .overrideConfiguration(
                config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()));
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }
}
