package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.catalog.LearnerType;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace learners}: what {@code --learner} may name, and with which options. */
@Command(
    name = "learners",
    header = "List the learners, or show one with its options, their ranges and defaults.",
    footer = {
      "Examples:",
      "  millrace learners",
      "  millrace learners --all",
      "  millrace learners logistic-regression",
    })
final class LearnersCommand implements Runnable {
  private final Console console;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Show these with their options.")
  private List<String> names = List.of();

  @Option(names = "--all", description = "Show all with their options.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object, with all options.")
  private boolean json;

  LearnersCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    List<LearnerType> types =
        names.isEmpty()
            ? LearnerCatalog.types()
            : names.stream().map(LearnerCatalog::type).toList();
    if (json) {
      ObjectNode object = Json.object();
      ArrayNode array = object.putArray("learners");
      types.forEach(type -> array.add(toJson(type)));
      Json.print(console.out(), object);
    } else if (all || !names.isEmpty()) {
      types.forEach(this::print);
    } else {
      printNames(types);
    }
  }

  private void printNames(List<LearnerType> types) {
    TextTable table = new TextTable(3, List.of("learner", "task", ""));
    types.forEach(type -> table.row(List.of(type.name(), tasks(type), type.doc())));
    table.print(console.out());
    console.out().printf("%nOptions: %s learners NAME, or --all%n", Program.name());
  }

  private void print(LearnerType type) {
    PrintWriter out = console.out();
    out.println(type.name() + "  (" + tasks(type) + ")");
    out.println("  " + type.doc());
    int width = type.options().stream().mapToInt(o -> withDefault(o).length()).max().orElse(0);
    for (LearnerType.Option option : type.options()) {
      out.printf("    %-" + width + "s   %s%n", withDefault(option), option.range());
      out.println("        " + option.doc());
    }
    out.println();
  }

  private static String withDefault(LearnerType.Option option) {
    return option.name() + " = " + option.defaultValue();
  }

  private static String tasks(LearnerType type) {
    return type.tasks().stream()
        .map(task -> task.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static ObjectNode toJson(LearnerType type) {
    ObjectNode object = Json.object().put("name", type.name()).put("doc", type.doc());
    ArrayNode tasks = object.putArray("tasks");
    type.tasks().forEach(task -> tasks.add(task.name().toLowerCase(Locale.ROOT)));
    ArrayNode options = object.putArray("options");
    for (LearnerType.Option option : type.options()) {
      options
          .addObject()
          .put("name", option.name())
          .put("range", option.range())
          .put("default", option.defaultValue())
          .put("doc", option.doc());
    }
    return object;
  }
}
