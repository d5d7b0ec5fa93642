package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of a members table.
 *
 * @param count rows on all pages
 * @param page counts from 1
 * @param pageSize rows on a page at most
 */
@RegisterForReflection
@Schema(
        name = "MemberPerformanceRows",
        requiredProperties = {"count", "page", "page_size", "results"})
public record MemberRowsView(int count, long page, int pageSize, List<MemberRow> results) {}
