-- How long a practice waits for answers that it asked partners for, before an alert tells of it.

ALTER TABLE Practices ADD NoAnswerWeeks INT NOT NULL CONSTRAINT DF_Practices_NoAnswerWeeks DEFAULT 3 CONSTRAINT CK_Practices_NoAnswerWeeks CHECK (NoAnswerWeeks BETWEEN 1 AND 26);
GO
