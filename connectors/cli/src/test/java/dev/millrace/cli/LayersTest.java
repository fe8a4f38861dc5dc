package dev.millrace.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
  private final JavaClasses millrace =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.millrace");

  @Test
  void shouldBeKnownToNobody() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.millrace.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.millrace.cli..")
        .check(millrace);
  }

  @Test
  void shouldUseWhatIsPublishedOnly() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.millrace.cli..", "dev.millrace.notebooks..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.millrace..internal..")
        .check(millrace);
  }

  @Test
  void shouldShowNoMoreThanItsDoor() {
    classes()
        .that()
        .resideInAPackage("dev.millrace.cli..")
        .and()
        .arePublic()
        .should()
        .haveFullyQualifiedName("dev.millrace.cli.Main")
        .check(millrace);
  }

  @Test
  void shouldKeepPipelinesFreeOfServersAndConnectorsButFiles() {
    classes()
        .that()
        .resideInAPackage("dev.millrace.notebooks..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.notebooks..",
            "dev.millrace.core..",
            "dev.millrace.ml..",
            "dev.millrace.file..",
            "java..")
        .check(millrace);
  }
}
