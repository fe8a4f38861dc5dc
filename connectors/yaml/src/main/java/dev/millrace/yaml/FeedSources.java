package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.row.RowSchema;
import dev.millrace.web.FeedOptions;
import dev.millrace.web.FeedSource;
import dev.millrace.web.ServerSentEvent;
import dev.millrace.yaml.NetworkSources.Format;
import dev.millrace.yaml.Rows.ColumnType;
import dev.millrace.yaml.document.EnvironmentSecret;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import dev.millrace.yaml.document.WrongKeyException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Feeds that a server sends. */
final class FeedSources {
  static final String HEADERS =
      "Headers of the request, with references as values: Authorization: ${env:KEY}.";
  static final String HEARTBEAT =
      "How long the feed may be silent before it is connected to again.";

  private FeedSources() {}

  private static FeedOptions options(Map<String, EnvironmentSecret> headers, Duration heartbeat) {
    FeedOptions options = FeedOptions.defaults().withHeartbeat(heartbeat);
    try {
      for (Map.Entry<String, EnvironmentSecret> header : headers.entrySet()) {
        options = options.withHeader(header.getKey(), header.getValue().value());
      }
    } catch (ConfigurationException e) {
      throw new WrongKeyException("headers", e.getMessage());
    }
    return options;
  }

  /**
   * A feed at a place.
   *
   * @throws WrongKeyException if that is none
   */
  private static <T> FeedSource<T> at(
      String uri, FeedOptions options, BiFunction<URI, FeedOptions, FeedSource<T>> feed) {
    try {
      return feed.apply(URI.create(uri), options);
    } catch (ConfigurationException e) {
      throw new WrongKeyException("uri", e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new WrongKeyException("uri", "expected a URI: " + e.getMessage());
    }
  }

  @Kind(
      value =
          "Messages of a WebSocket: JSON objects or CSV where columns are named, else texts in the"
              + " column 'line'.",
      type = "webSocket")
  record Messages(
      @Key("ws://host/path, or wss://host/path.") String uri,
      @Key("What is sent after each connecting, so that the feed begins.") List<String> subscribe,
      @Key(NetworkSources.COLUMNS) Map<String, ColumnType> columns,
      @Key(value = NetworkSources.FORMAT, byDefault = "json") Format format,
      @Key(value = NetworkSources.DELIMITER, byDefault = ",") String delimiter,
      @Key(HEADERS) Map<String, EnvironmentSecret> headers,
      @Key(value = HEARTBEAT, byDefault = "1m") Duration heartbeat)
      implements SourceSpec {
    Messages {
      format.check(columns, delimiter);
      at(uri, FeedOptions.defaults(), FeedSource::webSocket);
    }

    @Override
    public RowStream open(StreamingContext context, String name) {
      FeedSource<String> messages =
          at(uri, options(headers, heartbeat), FeedSource::webSocket)
              .withSubscription(subscribe.toArray(String[]::new));
      if (columns.isEmpty()) {
        return FileSources.TextLines.lines(context, name, messages);
      }
      RowSchema schema = Rows.schema(columns);
      return new RowStream(
          schema,
          context.source(
              name, new Parsed<>(messages, message -> message, format.parser(schema, delimiter))));
    }
  }

  @Kind(
      value =
          "Server-sent events: JSON objects or CSV as data where columns are named, else the columns"
              + " 'id', 'type' and 'data'.",
      type = "serverSentEvents")
  record Events(
      @Key("http://host/path, or https://host/path.") String uri,
      @Key(NetworkSources.COLUMNS) Map<String, ColumnType> columns,
      @Key(value = NetworkSources.FORMAT, byDefault = "json") Format format,
      @Key(value = NetworkSources.DELIMITER, byDefault = ",") String delimiter,
      @Key(HEADERS) Map<String, EnvironmentSecret> headers,
      @Key(value = HEARTBEAT, byDefault = "1m") Duration heartbeat)
      implements SourceSpec {
    private static final Rows.Shape<ServerSentEvent> SHAPE =
        Rows.<ServerSentEvent>of()
            .text("id", ServerSentEvent::id)
            .text("type", ServerSentEvent::type)
            .text("data", ServerSentEvent::data);

    Events {
      format.check(columns, delimiter);
      at(uri, FeedOptions.defaults(), FeedSource::events);
    }

    @Override
    public RowStream open(StreamingContext context, String name) {
      FeedSource<ServerSentEvent> events = at(uri, options(headers, heartbeat), FeedSource::events);
      if (columns.isEmpty()) {
        return new RowStream(SHAPE.schema(), context.source(name, events).map(SHAPE.function()));
      }
      RowSchema schema = Rows.schema(columns);
      return new RowStream(
          schema,
          context.source(
              name, new Parsed<>(events, ServerSentEvent::data, format.parser(schema, delimiter))));
    }
  }
}
