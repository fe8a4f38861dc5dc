package dev.millrace.jupyter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
  private final JavaClasses jupyter =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.millrace.jupyter");

  @Test
  void shouldKnowCoreMlAndFilesOnlyAndNothingInternal() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.jupyter..",
            "dev.millrace.core..",
            "dev.millrace.ml..",
            "dev.millrace.file..",
            "java..",
            "javax.imageio..",
            "jdk.jshell..",
            "org.dflib.jjava.jupyter..",
            "org.knowm.xchart..")
        .check(jupyter);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.millrace.core.internal..", "dev.millrace.ml.internal..")
        .check(jupyter);
  }

  @Test
  void shouldShowUsersNoMoreThanTheyNeed() {
    classes()
        .that()
        .arePublic()
        .should()
        .haveNameMatching(
            "dev\\.millrace\\.jupyter\\.(Main|Display|Table|Plots|Plot|XyPlot|BarPlot)")
        .check(jupyter);
  }
}
