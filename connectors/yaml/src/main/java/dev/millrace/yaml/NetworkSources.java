package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.source.log.LogFormat;
import dev.millrace.file.LineDecoder;
import dev.millrace.http.BearerToken;
import dev.millrace.http.HttpSource;
import dev.millrace.http.ServerOptions;
import dev.millrace.socket.SocketSource;
import dev.millrace.yaml.Rows.ColumnType;
import dev.millrace.yaml.document.EnvironmentSecret;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import dev.millrace.yaml.document.Text;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Sources that listen or connect. */
final class NetworkSources {
  static final String COLUMNS =
      "What to read, number or text: properties of JSON, or all columns of CSV in their order.";
  static final String FORMAT = "What rows are written in: json, or csv without a header.";
  static final String DELIMITER = "What stands between fields of CSV.";

  private NetworkSources() {}

  /** {@code host:port}. */
  @Text(value = "host:port", pattern = "^[^\\s:]+:\\d{1,5}$")
  record Address(String host, int port) {
    static Address parse(String text) {
      if (!text.matches("[^\\s:]+:\\d{1,5}")) {
        throw new IllegalArgumentException("is no address");
      }
      int colon = text.indexOf(':');
      return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
  }

  /** What rows that come one by one are written in. */
  enum Format {
    JSON,
    CSV;

    /** Reads rows of these columns. */
    LineDecoder<Row> decoder(RowSchema columns, String delimiter) {
      if (this == CSV) {
        return LineDecoder.csv(columns, FileSources.delimiter(delimiter));
      }
      JsonRow row = new JsonRow(columns);
      return (bytes, from, to) -> row.read(bytes, from, to - from);
    }

    /** Reads rows of these columns from texts. */
    MapFunction<String, Row> parser(RowSchema columns, String delimiter) {
      LineDecoder<Row> decoder = decoder(columns, delimiter);
      return text -> decoder.decode(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Of a source whose rows are texts where no columns are named.
     *
     * @throws ConfigurationException if columns have to be
     */
    void check(Map<String, ColumnType> columns, String delimiter) {
      if (this == CSV && columns.isEmpty()) {
        throw new ConfigurationException(
            "the key 'columns' is missing: CSV comes without a header, name all columns in order");
      }
      FileSources.delimiter(delimiter);
    }
  }

  @Kind(
      value =
          "Lines over TCP: JSON objects or CSV where columns are named, else texts in the column"
              + " 'line'.",
      type = "socket")
  record Socket(
      @Key("host:port to connect to.") Optional<Address> connect,
      @Key(value = "The port to listen at, on this machine alone.", min = 1, max = 65_535)
          Optional<Integer> listen,
      @Key(COLUMNS) Map<String, ColumnType> columns,
      @Key(value = FORMAT, byDefault = "json") Format format,
      @Key(value = DELIMITER, byDefault = ",") String delimiter)
      implements SourceSpec {
    Socket {
      if (connect.isPresent() == listen.isPresent()) {
        throw new ConfigurationException("expected connect or listen, one of them");
      }
      format.check(columns, delimiter);
    }

    @Override
    public RowStream open(StreamingContext context, String name) {
      SocketSource lines =
          connect.isPresent()
              ? SocketSource.connect(connect.get().host(), connect.get().port())
              : SocketSource.listen(listen.orElseThrow());
      if (columns.isEmpty()) {
        return FileSources.TextLines.lines(context, name, lines);
      }
      RowSchema schema = Rows.schema(columns);
      return new RowStream(
          schema,
          context.source(
              name, new Parsed<>(lines, line -> line, format.parser(schema, delimiter))));
    }
  }

  @Kind(
      value = "Rows that clients post to this process: JSON objects, or lines of CSV as text/csv.",
      type = "http")
  record Http(
      @Key(value = "The port to listen at; 0 for any free one.", min = 0, max = 65_535) int port,
      @Key(COLUMNS) Map<String, ColumnType> columns,
      @Key(value = FORMAT, byDefault = "json") Format format,
      @Key(value = DELIMITER, byDefault = ",") String delimiter,
      @Key(
              value = "The address to listen on; others than this machine's own need a token.",
              byDefault = "127.0.0.1")
          String host,
      @Key(value = "Where rows are posted to.", byDefault = "/rows") String path,
      @Key("What clients must send as Bearer token, such as ${env:TOKEN}.")
          Optional<EnvironmentSecret> token,
      @Key(value = "Most rows a second.", min = 0) Optional<Double> rate)
      implements SourceSpec {
    Http {
      if (columns.isEmpty()) {
        throw new ConfigurationException("the key 'columns' is missing: name at least one column");
      }
      FileSources.delimiter(delimiter);
    }

    @Override
    public RowStream open(StreamingContext context, String name) {
      ServerOptions options = ServerOptions.defaults().withHost(host).withPort(port);
      if (token.isPresent()) {
        options = options.withToken(BearerToken.of(token.get().value()));
      }
      RowSchema schema = Rows.schema(columns);
      LineDecoder<Row> lines = format.decoder(schema, delimiter);
      LogFormat.Decoder<Row> decoder =
          (bytes, start, length) -> lines.decode(bytes, start, start + length);
      HttpSource<Row> source =
          (format == Format.JSON
                  ? HttpSource.json(options, decoder)
                  : HttpSource.lines(options, decoder))
              .withPath(path);
      return new RowStream(
          schema, context.source(name, rate.isPresent() ? source.withRate(rate.get()) : source));
    }
  }
}
