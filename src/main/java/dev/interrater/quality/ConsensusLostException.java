package dev.interrater.quality;

/** The project is another worker's: whoever learns of it stops and writes nothing. */
class ConsensusLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConsensusLostException(ConsensusClaim claim) {
        super(claim + " is not this worker's any more");
    }
}
