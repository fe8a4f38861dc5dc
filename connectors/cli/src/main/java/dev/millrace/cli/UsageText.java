package dev.millrace.cli;

import dev.millrace.ml.catalog.Suggestion;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in plain words what is wrong with the arguments. */
final class UsageText {
  private UsageText() {}

  static String of(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched);
    }
    String said = Errors.oneLine(e.getMessage());
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return missing(missing.getMissing(), said);
    }
    if (e instanceof MutuallyExclusiveArgsException) {
      return "say only one of "
          + said.replaceFirst("^Error: ", "").replaceFirst(" are mutually.*", "");
    }
    return said.replaceFirst("^Error: ", "")
        .replaceFirst(
            "^Invalid value for positional parameter at index \\d+ \\((\\S+)\\): ", "$1: ")
        .replaceFirst("^Invalid value for option '(\\S+)': ", "$1: ")
        .replaceFirst("'(.*)' is not an? (int|long)$", "expected a whole number, got '$1'")
        .replaceFirst("'(.*)' is not a double$", "expected a number, got '$1'");
  }

  private static String missing(List<ArgSpec> missing, String said) {
    ArgSpec first = missing.get(0);
    if (first instanceof OptionSpec option && said.contains(" for option ")) {
      return option.longestName() + " needs a value: " + name(option);
    }
    if (missing.size() > 1) {
      return missing.stream().map(UsageText::name).collect(Collectors.joining(" and "))
          + " are missing";
    }
    String what = String.join(" ", first.description()).replaceFirst("\\.$", "");
    return name(first) + " is missing: " + what;
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + "=" + option.paramLabel()
        : argument.paramLabel();
  }

  /** What may have been meant by a word that is no command, or no option. */
  private static String unknown(UnmatchedArgumentException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String word = Errors.oneLine(e.getUnmatched().get(0));
    if (word.startsWith("-")) {
      List<String> options =
          command.options().stream().map(OptionSpec::longestName).sorted().toList();
      String typed = word.split("=", 2)[0];
      return "there is no option '" + typed + "'" + Suggestion.among("there are", options, typed);
    }
    return command.subcommands().isEmpty()
        ? "there is one argument too many: '" + word + "'"
        : "there is no command '"
            + word
            + "'"
            + Suggestion.among("there are", command.subcommands().keySet(), word);
  }
}
