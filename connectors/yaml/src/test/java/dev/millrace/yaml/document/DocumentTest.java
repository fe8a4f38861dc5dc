package dev.millrace.yaml.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTest {
  enum Colour {
    RED,
    DARK_BLUE
  }

  sealed interface Shape {
    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}
  }

  record All(
      String text,
      @Key(value = "A number.", byDefault = "7", min = 1) int number,
      Optional<Duration> time,
      Optional<ByteSize> size,
      Optional<Colour> colour,
      List<Integer> list,
      Map<String, Shape> shapes,
      Optional<EnvironmentSecret> secret) {}

  private static All read(String yaml) {
    return Document.of("d.yaml", yaml)
        .withEnvironment(Map.of("NAME", "Ann", "KEY", "hunter2")::get)
        .bind(All.class, Kinds.none());
  }

  private static String mistake(String yaml) {
    return assertThrows(DocumentException.class, () -> read(yaml)).getMessage();
  }

  @Test
  void shouldReadYamlAndJsonAlike() {
    All yaml =
        read(
            """
            text: ${env:NAME} and no
            time: 1.5s
            size: 2MiB
            colour: darkBlue
            list: [1, 2]
            shapes:
              a: {type: circle, radius: 2}
              b: {type: square, side: 1e-3}
            secret: ${env:KEY}
            """);
    All json =
        read(
            """
            {"text": "Ann and no",
            \t"number": 7, "time": "1.5s", "size": "2MiB", "colour": "darkBlue", "list": [1, 2],
            "shapes": {"a": {"type": "circle", "radius": 2.0},
            \t\t"b": {"type": "square", "side": 0.001}}, "secret": "${env:KEY}"}
            """);
    assertEquals(yaml, json);
    assertEquals(Duration.ofMillis(1_500), yaml.time().orElseThrow());
    assertEquals(2 << 20, yaml.size().orElseThrow().bytes());
    assertEquals(Colour.DARK_BLUE, yaml.colour().orElseThrow());
    assertEquals(Map.of("a", new Shape.Circle(2), "b", new Shape.Square(0.001)), yaml.shapes());
    assertEquals("hunter2", yaml.secret().orElseThrow().value());
  }

  @Test
  void shouldNeverShowASecret() {
    assertTrue(!read("{text: x, secret: '${env:KEY}'}").toString().contains("hunter2"));
    String written = mistake("{text: x, secret: hunter2}");
    assertTrue(!written.contains("hunter2"), written);
    String expanded = mistake("{text: x, list: [\"${env:KEY}\"]}");
    assertTrue(!expanded.contains("hunter2"), expanded);
  }

  @Test
  void shouldTakeTextsForWhatTheyAre() {
    assertEquals("no", read("{text: no}").text());
    assertEquals("0123", read("{text: 0123}").text());
    assertEquals("null", read("{text: 'null'}").text());
  }

  @Test
  void shouldChangeValuesByPath() {
    Document document = Document.of("d.yaml", "{text: x, list: [1, 2]}");
    All changed =
        document
            .with("--set number", "number", "9")
            .with("--set list.1", "list.1", "5")
            .with("--set shapes.a", "shapes.a", "{type: circle, radius: 3}")
            .bind(All.class, Kinds.none());
    assertEquals(9, changed.number());
    assertEquals(List.of(1, 5), changed.list());
    assertEquals(Map.of("a", new Shape.Circle(3)), changed.shapes());
    assertEquals(
        "--set numbr: unknown key 'numbr'; did you mean 'number'? There are text, number, time,"
            + " size, colour, list, shapes, secret",
        assertThrows(
                DocumentException.class,
                () -> document.with("--set numbr", "numbr", "9").bind(All.class, Kinds.none()))
            .getMessage());
    assertEquals(
        "--set list.2: list has items 0 to 1, got '2'",
        assertThrows(DocumentException.class, () -> document.with("--set list.2", "list.2", "5"))
            .getMessage());
    assertEquals(
        "--set text.a: text is 'x', so it has no 'a'; set it as a whole",
        assertThrows(DocumentException.class, () -> document.with("--set text.a", "text.a", "5"))
            .getMessage());
  }

  @Test
  void shouldBoundWhatItReads(@TempDir Path directory) throws Exception {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i))
          .append("*a%d, ".formatted(i - 1).repeat(10))
          .append("]\n");
    }
    assertTrue(mistake(bomb.toString()).contains("at most 20000 values, aliases written out"));
    assertTrue(mistake("[".repeat(100_000)).contains("at most 30 levels"));
    assertTrue(mistake("a: &a [*a]").contains("there is no anchor &a before this alias"));
    assertTrue(mistake("text: " + "x".repeat(1 << 20)).contains("at most 1048576 characters"));
    Path large = Files.write(directory.resolve("large.yaml"), new byte[(1 << 20) + 5]);
    assertThrows(DocumentException.class, () -> Document.read(large));
  }

  @Test
  void shouldSayWhatIsNoYaml() {
    assertTrue(mistake("text: x\n\tnumber: 1").startsWith("d.yaml:2:1: not YAML: "));
    assertTrue(mistake("text: 'x").startsWith("d.yaml:1:"), mistake("text: 'x"));
    assertEquals("d.yaml:1:1: the document is empty", mistake("# nothing"));
    assertEquals("d.yaml:2:1: expected one document, got a second one", mistake("text: x\n---\ny"));
    assertEquals(
        "d.yaml:1:7: expected a value without a tag, got !!java.net.URL",
        mistake("text: !!java.net.URL x").replace("tag:yaml.org,2002:", "!!"));
  }
}
