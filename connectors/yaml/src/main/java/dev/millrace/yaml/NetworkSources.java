package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.row.RowSchema;
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

  @Kind(
      value =
          "Lines over TCP: JSON objects where columns are named, else texts in the column 'line'.",
      type = "socket")
  record Socket(
      @Key("host:port to connect to.") Optional<Address> connect,
      @Key(value = "The port to listen at, on this machine alone.", min = 1, max = 65_535)
          Optional<Integer> listen,
      @Key("The properties to read: number or text.") Map<String, ColumnType> columns)
      implements SourceSpec {
    Socket {
      if (connect.isPresent() == listen.isPresent()) {
        throw new ConfigurationException("expected connect or listen, one of them");
      }
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
      JsonRow rows = new JsonRow(Rows.schema(columns));
      ParsedLines parsed =
          new ParsedLines(
              lines,
              line -> {
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                return rows.read(bytes, 0, bytes.length);
              });
      return new RowStream(rows.columns(), context.source(name, parsed));
    }
  }

  @Kind(value = "JSON rows that clients post to this process.", type = "http")
  record Http(
      @Key(value = "The port to listen at; 0 for any free one.", min = 0, max = 65_535) int port,
      @Key("The properties to read: number or text.") Map<String, ColumnType> columns,
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
    }

    @Override
    public RowStream open(StreamingContext context, String name) {
      ServerOptions options = ServerOptions.defaults().withHost(host).withPort(port);
      if (token.isPresent()) {
        options = options.withToken(BearerToken.of(token.get().value()));
      }
      RowSchema schema = Rows.schema(columns);
      JsonRow rows = new JsonRow(schema);
      var source = HttpSource.json(options, rows::read).withPath(path);
      return new RowStream(
          schema, context.source(name, rate.isPresent() ? source.withRate(rate.get()) : source));
    }
  }
}
