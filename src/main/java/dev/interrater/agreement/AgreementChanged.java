package dev.interrater.agreement;

/** What is kept of a project has changed, by this process and by no job. */
public record AgreementChanged(long projectId) {}
