"""Recording a voice pack, without Qt: microphone, hearing the end of a phrase, checks, saving."""
