package dev.millrace.ml;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Arrows point down only: this module knows core, and nothing of its inside. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.millrace.ml");

  @Test
  void shouldKnowCoreOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "dev.millrace.ml..",
            "dev.millrace.core..",
            "java..",
            "org.ejml..",
            "org.apache.commons.math3..",
            "org.slf4j..")
        .check(CLASSES);
  }

  @Test
  void shouldNotKnowCoresInside() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.millrace.core.internal..")
        .check(CLASSES);
  }

  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    slices().matching("dev.millrace.ml.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
