/** Something that did not work, with the stable code that the hub's documents explain. */
export class Failure extends Error {
    constructor(code, message, { status = 0, detail = null, retryAfter = null } = {}) {
        super(message);
        this.code = code;
        this.status = status;
        this.detail = detail;
        this.retryAfter = retryAfter;
    }

    /** `[{field, message}]` of a validation error, else empty. */
    get fields() {
        return Array.isArray(this.detail) ? this.detail : [];
    }
}

/** Any thrown thing as a Failure, so that a page always has a code to show. */
export function asFailure(error) {
    if (error instanceof Failure) return error;
    return new Failure("CONSOLE_FAULT", error?.message ?? String(error));
}
