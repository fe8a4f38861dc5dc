package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.testing.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, damaged: every record is read or a dead letter, twice the same. */
class FuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final FileOptions OPTIONS = FileOptions.defaults().withMaxRecordBytes(300);

  /** Buffers of planners and readers, and what Java loads once, names of zones for instance. */
  private static final long BUFFERS = 32 << 20;

  private static final long PER_BYTE = 4 << 10;

  /** What is compressed grows a thousandfold at most. */
  private static final long PER_COMPRESSED_BYTE = 128 << 10;

  private static final String ROWS =
      "id,name,at\n1,\"a, \"\"b\"\"\",2024-05-31\n-2.5e3,größe,\n,\"two\r\nlines\",x\r\n7,c,d\n";

  enum Side {
    BUY,
    SELL
  }

  record Trade(
      long id,
      double price,
      int volume,
      boolean open,
      Optional<BigDecimal> fee,
      BigInteger total,
      Instant at,
      LocalDateTime local,
      UUID key,
      Side side,
      String note) {}

  @TempDir Path directory;

  private interface Opening {
    Source<?> open(Path file);
  }

  private Fuzz fuzz(String name, String file, List<byte[]> seeds, Opening opening) {
    Path path = directory.resolve(file);
    return Fuzz.of(
            name,
            input -> {
              Files.write(path, input);
              readTwice(opening.open(path));
            },
            seeds)
        .withMemory(BUFFERS, PER_BYTE);
  }

  private static <T> void readTwice(Source<T> source) throws Exception {
    Play<T> play = Play.all(source);
    List<T> records = new ArrayList<>();
    List<DeadLetter> rejects = new ArrayList<>();
    for (OffsetRange range : play.ranges) {
      Play.read(source, range, records, rejects);
    }
    assertEquals(play.records.size(), records.size());
    assertEquals(play.rejects, rejects);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldReadRowsOfAnyBytes() {
    fuzz("csv-rows", "a.csv", List.of(utf8(ROWS)), path -> FileSource.csv(path, OPTIONS))
        .withTokens("\"", "\"\"", ",", "\n", "\r\n", "\uFEFF", "\u0000", "\",\"", "1e999", "NaN")
        .run(CORPORA);
  }

  @Test
  void shouldReadRecordsOfAnyBytes() {
    String trades =
        "id,price,volume,open,fee,total,at,local,key,side,note\n"
            + "1,1.5,7,true,0.10,12345678901234567890,2024-05-31T10:15:30.5Z,2024-05-31 10:15,"
            + "123e4567-e89b-12d3-a456-426614174000,BUY,x\n"
            + "-1,.5,-7,0,,1,1970-01-01T00:00:00Z,1970-01-01T00:00,"
            + "123e4567-e89b-12d3-a456-426614174000,SELL,\"a,b\"\n";
    fuzz(
            "csv-records",
            "a.csv",
            List.of(utf8(trades)),
            path -> FileSource.csv(path, Trade.class, OPTIONS))
        .withTokens("\"", ",", "\n", "1e2147483647", "1e-99999999999", "+1000000000-01-01")
        .run(CORPORA);
  }

  @Test
  void shouldReadJsonOfAnyBytes() {
    String lines = "{\"a\":1,\"b\":[{},null,\"x\"]}\n\n[1.5e3,true]\n\"text\"\n{\"a\":\"größe\"}\n";
    fuzz(
            "json-lines",
            "a.jsonl",
            List.of(utf8(lines)),
            path -> FileSource.jsonLines(path, JsonNode.class, OPTIONS))
        .withTokens("{", "[", "\"", "\n", "\\u", "\\ud800", "1e999", "/*", "null")
        .run(CORPORA);
  }

  @Test
  void shouldReadTextOfAnyBytes() {
    fuzz(
            "text-lines",
            "a.txt",
            List.of(utf8("one\ntwo\r\n\nlast größe")),
            path -> FileSource.text(path, OPTIONS))
        .run(CORPORA);
  }

  @Test
  void shouldReadArffOfAnyBytes() {
    String plain =
        """
        % flights
        @relation 'a b'
        @attribute delay numeric
        @attribute "the day" {mon,'t u'}
        @attribute at date 'yyyy-MM-dd'
        @attribute note string
        @data
        1.5,mon,2024-05-31,'it\\'s'
        ?,'t u',?,x
        """;
    String sparse =
        """
        @relation r
        @attribute a real
        @attribute c {x,y}
        @data
        {0 1.5, 1 y}
        {}
        {1 x}
        """;
    fuzz(
            "arff",
            "a.arff",
            List.of(utf8(plain), utf8(sparse)),
            path -> FileSource.arff(path, OPTIONS))
        .withTokens("@attribute ", "@data\n", "{", "}", "'", "\\'", "?", "%", "{2147483647 1}")
        .run(CORPORA);
  }

  @Test
  void shouldReadSparseRowsOfAnyBytes() {
    fuzz(
            "libsvm",
            "a.svm",
            List.of(utf8("1 1:0.5 3:-2 # note\n-1 qid:3 2:1e3\n0\n")),
            path -> FileSource.libSvm(path, OPTIONS))
        .withTokens(":", " ", "#", "qid:", "2147483647:1", "-1:1", "1:1e999")
        .run(CORPORA);
    fuzz(
            "vw",
            "a.vw",
            List.of(utf8("1 2.0 'tag|user:0.5 age:3 male |text a b:2 c\n-1 |f x\n| y\n")),
            FileSource::vw)
        .withTokens("|", ":", " ", "'", "1e999")
        .run(CORPORA);
  }

  @Test
  void shouldReadWebLogsOfAnyBytes() {
    String lines =
        """
        127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a?b=1 HTTP/1.0" 200 2326
        ::1 - - [10/Oct/2000:13:55:36 +0000] "-" 400 - "http://x/" "M \\"q\\""
        """;
    fuzz("web-log", "a.log", List.of(utf8(lines)), FileSource::webLog)
        .withTokens("[", "]", "\"", "\\", "-", "31/Feb/2000:25:61:61 +9900")
        .run(CORPORA);
  }

  @Test
  void shouldReadCompressedRowsOfAnyBytes() throws Exception {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.writeBytes(gzip(utf8(ROWS), 1));
    members.writeBytes(gzip(utf8("8,d,e\n"), 1));
    fuzz(
            "csv-gz",
            "a.csv.gz",
            List.of(members.toByteArray(), gzip(utf8(ROWS), 50)),
            path -> FileSource.csv(path, OPTIONS))
        .withMemory(BUFFERS, PER_COMPRESSED_BYTE)
        .run(CORPORA);
  }

  @Test
  void shouldRefuseOffsetsThatAreNone() {
    Fuzz.Result result =
        Fuzz.of(
                "file-offset",
                input ->
                    FileOffset.of("a.csv", new Offset(new String(input, StandardCharsets.UTF_8))),
                List.of(utf8("17:2048:0badcafe:end"), utf8("0:0:00000000")))
            .withRefusal(IllegalArgumentException.class) // of Offset, too long a text
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }

  @Test
  void shouldTakeTimestampsOfAnyKind() {
    ObjectMapper mapper = new ObjectMapper();
    TimestampColumn<JsonNode> column = new TimestampColumn<>("at");
    Fuzz.of(
            "timestamp",
            input -> column.apply(mapper.readTree(input)),
            List.of(
                utf8("{\"at\":1717150530.5}"),
                utf8("{\"at\":1717150530123456789}"),
                utf8("{\"at\":\"2024-05-31 10:15:30\"}"),
                utf8("{\"at\":\"2024-05-31T10:15:30+02:00\"}")))
        .withTokens("1e999", "-1e308", "NaN", "+1000000000-12-31T23:59:59Z", "T", "Z")
        .withRefusal(IOException.class)
        .run(CORPORA);
  }

  private static byte[] gzip(byte[] content, int times) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < times; i++) {
        out.write(content);
      }
    }
    return bytes.toByteArray();
  }

  /** More than the whole memory there is, in one line. */
  @Test
  void shouldReadWhatGrowsAThousandfoldInBoundedMemory() throws Exception {
    int mebibytes = (int) (Runtime.getRuntime().maxMemory() >> 20) + 64;
    byte[] zeros = gzip(new byte[1 << 20], 1);
    Path file = directory.resolve("bomb.csv.gz");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(gzip(utf8("id,name\n1,a\n2,"), 1));
      for (int i = 0; i < mebibytes; i++) {
        out.write(zeros);
      }
      out.write(gzip(utf8("\n3,c\n"), 1));
    }
    assertTrue(Files.size(file) * 500 < (long) mebibytes << 20, "it is no bomb");
    Play<?> play = Play.all(FileSource.csv(file));
    assertEquals(2, play.records.size());
    assertEquals(1, play.rejects.size());
    assertTrue(play.rejects.get(0).reason().contains("longer than"), play.rejects.toString());
  }
}
