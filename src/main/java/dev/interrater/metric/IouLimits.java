package dev.interrater.metric;

import java.util.List;

/** What the intersection over union of two annotators' regions cannot exceed: quick, for there may be millions of pairs. */
interface IouLimits {

    /** Of two regions by their positions in their lists. */
    double of(int a, int b);

    static IouLimits of(List<Region> a, List<Region> b) {
        if (a.stream().allMatch(IouLimits::isPlanar) && b.stream().allMatch(IouLimits::isPlanar)) {
            Plane one = new Plane(a);
            Plane other = new Plane(b);
            return (i, j) -> one.limit(i, other, j);
        }
        return (i, j) -> a.get(i).shape().iouLimit(b.get(j).shape());
    }

    private static boolean isPlanar(Region region) {
        return region.shape() instanceof Planar;
    }

    /** Bounds and areas side by side in memory. */
    final class Plane {
        private final double[] minX;
        private final double[] minY;
        private final double[] maxX;
        private final double[] maxY;
        private final double[] area;

        private Plane(List<Region> regions) {
            minX = new double[regions.size()];
            minY = new double[regions.size()];
            maxX = new double[regions.size()];
            maxY = new double[regions.size()];
            area = new double[regions.size()];
            for (int i = 0; i < area.length; i++) {
                Planar shape = (Planar) regions.get(i).shape();
                Box bounds = shape.bounds();
                minX[i] = bounds.minX();
                minY[i] = bounds.minY();
                maxX[i] = bounds.maxX();
                maxY[i] = bounds.maxY();
                area[i] = shape.area();
            }
        }

        private double limit(int i, Plane other, int j) {
            double areas = area[i] + other.area[j];
            if (areas == 0) {
                return isAt(i, other, j) ? 1 : 0;
            }
            double width = Math.min(maxX[i], other.maxX[j]) - Math.max(minX[i], other.minX[j]);
            double height = Math.min(maxY[i], other.maxY[j]) - Math.max(minY[i], other.minY[j]);
            if (!(width > 0 && height > 0)) {
                return 0;
            }
            double both = Math.min(width * height, Math.min(area[i], other.area[j]));
            return both / (areas - both);
        }

        private boolean isAt(int i, Plane other, int j) {
            return minX[i] == other.minX[j]
                    && minY[i] == other.minY[j]
                    && maxX[i] == other.maxX[j]
                    && maxY[i] == other.maxY[j];
        }
    }
}
