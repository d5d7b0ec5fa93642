package dev.interrater.demo;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** Cuts the embedded database out of native executables, which are linked as a whole and do not have its classes. */
@TargetClass(Demo.class)
final class WithoutDemo {
    private WithoutDemo() {}

    @Substitute
    public static boolean isPackaged() {
        return false;
    }

    @Substitute
    public static void start() {
        throw new UnsupportedOperationException("This executable has no demo");
    }
}
