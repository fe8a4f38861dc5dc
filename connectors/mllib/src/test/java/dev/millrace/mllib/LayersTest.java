package dev.millrace.mllib;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
  /** Not the engine: models are of use without it. Nor anything internal. */
  @Test
  void shouldKnowLearnersAndSparkOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.mllib..",
            "dev.millrace.ml",
            "dev.millrace.ml.instance..",
            "dev.millrace.ml.linear..",
            "dev.millrace.ml.cluster..",
            "dev.millrace.core",
            "java..",
            "scala..",
            "com.fasterxml.jackson..",
            "org.apache.spark..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.millrace.mllib"));
  }
}
