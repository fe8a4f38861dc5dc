package dev.millrace.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayersTest {
  private static final Set<String> FOR_USERS =
      Set.of(
          "SparkEngine",
          "SparkOptions",
          "SparkBatch",
          "SparkNamedEngine",
          "SparkSqlProvider",
          "SparkGraphProvider");

  private final JavaClasses spark =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.millrace.spark");

  @Test
  void shouldKnowCoreAndSparkOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.spark..",
            "dev.millrace.core..",
            "java..",
            "scala..",
            "org.apache.spark..",
            "org.apache.hadoop..",
            "org.slf4j..")
        .check(spark);
  }

  /** An engine shares with the local one what makes them give the same bytes and messages. */
  @Test
  void shouldUseOfCoresInternalsWhatEnginesShare() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.core.internal.graph..",
            "dev.millrace.core.internal.runtime..",
            "dev.millrace.core.internal.stage..",
            "dev.millrace.core.internal.checkpoint..",
            "dev.millrace.core.internal.collect..",
            "dev.millrace.core.engine.local..",
            "dev.millrace.core.testing..")
        .check(spark);
  }

  @Test
  void shouldNotUseSparksOwnStreams() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark.streaming..")
        .check(spark);
  }

  @Test
  void shouldShowUsersNoMoreThanTheyNeed() {
    classes()
        .that()
        .arePublic()
        .and()
        .resideOutsideOfPackages("dev.millrace.spark.internal..", "dev.millrace.spark.testing..")
        .should()
        .haveNameMatching("dev\\.millrace\\.spark\\.(" + String.join("|", FOR_USERS) + ")")
        .check(spark);
  }

  @Test
  void shouldLeaveReadingByJavasSerializationToSpark() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .check(spark);
  }
}
