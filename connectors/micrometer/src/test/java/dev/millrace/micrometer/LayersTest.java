package dev.millrace.micrometer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
  private final JavaClasses micrometer =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.millrace.micrometer");

  @Test
  void shouldKnowCoreAndMlOnlyAndNothingInternal() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.micrometer..",
            "dev.millrace.core..",
            "dev.millrace.ml..",
            "java..",
            "io.micrometer.core..")
        .check(micrometer);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.millrace.core.internal..", "dev.millrace.ml.internal..")
        .check(micrometer);
  }

  @Test
  void shouldShowUsersNoMoreThanTheyNeed() {
    classes()
        .that()
        .arePublic()
        .should()
        .haveFullyQualifiedName("dev.millrace.micrometer.PipelineMetrics")
        .check(micrometer);
  }
}
